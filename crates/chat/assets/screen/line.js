// The line to the room: one socket, opened again with jitter, so that a restart is not met by all screens at once.

/** Calls `frame` for each frame and `state(open)` when the line opens or breaks. */
export const line = (path, { frame, state }) => {
  const url = new URL(path, location.href);
  url.protocol = url.protocol.replace("http", "ws");
  let tries = 0;
  const open = () => {
    const socket = new WebSocket(url);
    let over = false;
    socket.onopen = () => {
      tries = 0;
      state(true);
    };
    socket.onmessage = ({ data }) => {
      const got = JSON.parse(data);
      if (got.t === "screen") frame(got);
      if (got.t === "bye") over = got.again === false;
    };
    socket.onclose = () => {
      if (over) return;
      state(false);
      const most = Math.min(8000, 500 * 2 ** tries++);
      setTimeout(open, most * (0.5 + Math.random() / 2));
    };
  };
  open();
};
