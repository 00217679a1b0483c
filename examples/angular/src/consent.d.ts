export interface ConsentState {
  choice: "accepted" | "rejected" | null;
  status: "open" | "busy" | "kept" | "refused" | "failed";
}

export const consent: { get(): ConsentState; subscribe(listener: (state: ConsentState) => void): () => void };
export function sentenceOf(state: ConsentState): string;
export function start(): void;
export function choose(choice: ConsentState["choice"]): void;
export function keepWithNetid(): Promise<void>;
