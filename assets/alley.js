// One import an element.
import "./elements/theme-switch.js";
import "./elements/local-time.js";
import "./elements/breaking-bar.js";
import "./elements/picture-gallery.js";
import "./elements/share-button.js";
import "./elements/save-button.js";
import "./elements/confirm-dialog.js";
import "./elements/notification-bell.js";
import "./elements/page-stream.js";
import "./elements/price-chart.js";
import "./elements/character-count.js";
import "./elements/comment-form.js";
import "./elements/live-thread.js";
import "./elements/like-button.js";
import "./elements/mention-list.js";
import "./elements/live-quote.js";
import "./elements/push-switch.js";
