// What visitors read. The labels of the button are those of netID's style guide, headline and closing sentence those of
// the permission layer in netID's mobile SDKs; netID has no English ones.

export const TEXTS = {
  de: {
    labels: ["Login mit netID", "netID Login", "Mit netID anmelden", "netID"],
    headline: "Privatsphäre-Einstellungen sicher speichern",
    own: "Dürfen wir Sie bei Ihren Besuchen mit netID wiedererkennen? Dann müssen wir Sie seltener um Ihre Einwilligung bitten.",
    closing: "Sie können Ihre Einwilligung jederzeit über das netID Privacy Center Ihres Account-Anbieters einsehen, widerrufen und verwalten.",
    grant: "Zustimmen mit netID",
    refuse: "Ablehnen",
    problem: "Das hat nicht geklappt. Bitte versuchen Sie es später noch einmal.",
  },
  en: {
    labels: ["Log in with netID", "netID Login", "Sign in with netID", "netID"],
    headline: "Keep your privacy settings safe",
    own: "May we recognise you with netID when you visit? Then we need to ask for your consent less often.",
    closing: "You can see, revoke and manage your consent at any time in the netID Privacy Center of your account provider.",
    grant: "Agree with netID",
    refuse: "Refuse",
    problem: "That didn’t work. Please try again later.",
  },
};

/** Names of the labels, in the order above. */
export const LABELS = ["login", "netid-login", "sign-in", "netid"];
