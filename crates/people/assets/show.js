// A button in each password field that shows what was typed, and hides it again before it is sent.

for (const field of document.querySelectorAll("input[data-show]")) {
  const frame = document.createElement("div");
  const button = document.createElement("button");
  frame.className = "shown";
  button.type = "button";
  button.className = "button button-quiet button-small";
  button.setAttribute("aria-controls", field.id);

  const turn = (kind) => {
    field.type = kind;
    button.textContent = kind === "password" ? field.dataset.show : field.dataset.hide;
  };
  button.addEventListener("click", () => {
    turn(field.type === "password" ? "text" : "password");
    field.focus();
  });
  field.form?.addEventListener("submit", () => turn("password"));

  turn("password");
  field.replaceWith(frame);
  frame.append(field, button);
}
