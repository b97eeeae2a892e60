import "./elements/moderation-desk.js";
