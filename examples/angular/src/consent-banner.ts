import { Component, DestroyRef, computed, inject, signal } from "@angular/core";
import { choose, consent, keepWithNetid, sentenceOf, start } from "./consent.js";

@Component({
  selector: "consent-banner",
  template: `
    <section aria-label="Your privacy">
      <p role="status">{{ sentence() }}</p>
      @if (state().choice === null) {
        <button (click)="choose('accepted')">Accept</button>
        <button (click)="choose('rejected')">Reject</button>
      } @else {
        @if (state().status !== "kept") {
          <button [disabled]="state().status === 'busy'" (click)="keepWithNetid()">Keep my choice with netID</button>
        }
        <button (click)="choose(null)">Change</button>
      }
    </section>
  `,
})
export class ConsentBanner {
  protected readonly state = signal(consent.get());
  protected readonly sentence = computed(() => sentenceOf(this.state()));
  protected readonly choose = choose;
  protected readonly keepWithNetid = keepWithNetid;

  constructor() {
    inject(DestroyRef).onDestroy(consent.subscribe((next) => this.state.set(next)));
    start();
  }
}
