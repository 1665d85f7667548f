-- The big screen can show the opinion map.
ALTER TABLE chat
    DROP CONSTRAINT chat_picture_check,
    ADD CONSTRAINT chat_picture_check CHECK (picture IN ('live', 'frozen', 'blank', 'map'));
