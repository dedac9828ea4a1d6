// The scripts of every page. Each idea has its own file; pages mark elements with data attributes.
import htmx from "htmx.org";
import "./menu.js";
import "./theme.js";
import "./navigation.js";
import "./as_of.js";
import "./toasts.js";
import "./confirm.js";
import "./panel.js";
import "./palette.js";
import "./shortcuts.js";
import "./rows.js";
import "./forms.js";
import "./progress.js";
import "./table.js";
import "./board.js";
import "./arrange.js";
import "./record.js";
import "./import.js";
import "./decide.js";
import "./copy.js";

window.htmx = htmx;
