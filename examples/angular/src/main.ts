import { Component } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { ConsentBanner } from "./consent-banner";

@Component({
  selector: "app-root",
  imports: [ConsentBanner],
  template: `
    <consent-banner />
    <h1>The Courier</h1>
    <footer>
      <consent-banner />
    </footer>
  `,
})
class App {}

bootstrapApplication(App).catch(console.error);
