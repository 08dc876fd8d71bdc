import type { MatrixData } from "./data";
import { byId } from "./elements";
import { Matrix } from "./filter";
import { MatrixView } from "./matrix";
import { preparePaper } from "./paper";
import { prepareTheme } from "./theme";

performance.mark("review-script");
prepareTheme();
const data: MatrixData = JSON.parse(byId("matrix-data", HTMLScriptElement).textContent);
const view = new MatrixView(new Matrix(data));
preparePaper(view.matrix, () => view.current);
for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-selection]")) {
  button.hidden = false;
  button.addEventListener("click", () => view.select(Number(button.dataset["selection"])));
}
performance.mark("review-ready");
