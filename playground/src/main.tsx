import "./style/tokens.css";
import "./style/base.css";
import "./style/frame.css";
import "./style/panes.css";
import "./style/editor.css";
import "./style/explain.css";
import { render } from "preact";
import { App } from "./app/app.jsx";
import { start } from "./app/start.js";

start();
render(<App />, document.getElementById("app") as HTMLElement);
