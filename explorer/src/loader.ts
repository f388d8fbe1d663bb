// Runs the page's script, which the file carries packed. The policy names its hash: no other text would run.
import { h } from "./dom";
import { unpack } from "./unpack";

function sorry(why: string): void {
  document.getElementById("panel")!.replaceChildren(h("h1", {}, "The graph cannot be shown"), h("p", {}, why));
}

async function run(): Promise<void> {
  const script = document.createElement("script");
  script.textContent = await unpack(document.getElementById("program")!);
  document.head.append(script);
}

if (typeof DecompressionStream === "undefined") {
  sorry("This browser is too old to unpack the file. Chrome or Edge from 80, Firefox from 113, and Safari from 16.4 can.");
} else {
  document.addEventListener("securitypolicyviolation", (event) => { if (event.violatedDirective.startsWith("script")) sorry("The script in this file is not the one it was written with."); });
  run().catch((error) => { sorry(`The file is damaged: ${error?.message ?? error}`); throw error; });
}
