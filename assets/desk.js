import "./elements/moderation-desk.js";
import "./elements/policy-text.js";
