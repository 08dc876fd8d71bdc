export { toPage } from "./page";
