/** For dates and times. */
export const locale = "en-GB";

export const flows = {
  permission: {
    name: "Permission only",
    gives: "Keeps your choice. We learn neither your name nor your e-mail.",
    asks: "Keep my choice with netID",
    title: "Your netID permission",
    lead: "Done. netID gave the Courier permission to keep your privacy choice, and nothing about who you are.",
  },
  login: {
    name: "Sign in only",
    gives: "Signs you in here. Your choice isn’t kept with netID.",
    asks: "Sign in with netID",
    title: "You’re signed in with netID",
    lead: "You’re signed in to the Courier with netID.",
  },
  loginPermission: {
    name: "Sign in + permission",
    gives: "Signs you in and keeps your choice, in one step.",
    asks: "Sign in and keep my choice with netID",
    title: "Your netID permission",
    lead: "You’re signed in, and netID gave the Courier permission to keep your privacy choice.",
  },
};

export const page = {
  accepted: "You accepted the use of your data. Only this tab remembers it.",
  rejected: "You rejected the use of your data. Only this tab remembers it.",
  practiceNetid: "a practice netID on this computer",
  liveNetid: "netID itself (broker.netid.de)",
  leadsTo: (netid, client) => `Leads to ${netid}, as ${client}.`,
  needsClient: "Needs a netID client of your own first; the button takes you to the form.",
  cleared: "Cleared. You can choose again.",
  finishing: "Finishing with netID…",
  leaving: "Taking you to netID…",
  startOver: "Start over",
};

export const failure = {
  again: "Try again",
  load: "Load it once more",
  client: "Check the client",
  code: "Code",
  reason: "Reason",
  message: "Message",
  status: "HTTP status",
  error: (provider) => `${provider}’s error`,
  description: (provider) => `${provider}’s description`,
  details: "Developer details",
  errorCode: "Error code: ",
};

export const result = {
  chose: "You chose",
  scope: "Scope granted",
  scopes: "Scopes granted",
  next: "What happens with it",
  steps: [
    "Above, the page itself asks netID’s Permission Center, which knows you by netID’s cookie. Many browsers keep that cookie back.",
    "The Courier’s server needs no cookie: it takes this token along, to look up the choice you made earlier or to store the one you make now.",
    "The Permission Center takes tokens from servers only, so this page holds it in memory and a reload forgets it.",
  ],
  relayedSteps: [
    "Above, the page asks netID’s Permission Center with netID’s cookie first. Where the browser keeps that back, the Courier’s server asks, with your token.",
    "It finds the token in a sealed cookie of this browser, which no script can read. The server itself keeps nothing.",
    "Cookie and token end within minutes. “Start over” has the server take the cookie away at once.",
  ],
};

export const token = {
  title: "Permission token",
  copy: "Copy token",
  copied: "Copied",
  copiedAloud: "Token copied to the clipboard.",
  notCopied: "Copying not allowed",
  notCopiedAloud: "This browser didn’t allow copying.",
  renew: "Get a new token",
  expired:
    "This token can’t be used any more; that’s on purpose, they only live for minutes. Get a new one: netID usually knows you and doesn’t ask again.",
  none: "No permission token",
  notAsked:
    "“Sign in only” asks for the scope openid and nothing else, so netID gives no token for the Permission Center. Your privacy choice stays on this device.",
  notGiven: "It was asked for, but netID’s answer holds none. The client may not be registered for permission_management.",
  askBoth: "Get the permission too",
  relayed: "The Courier’s server exchanged the code and sealed the token into a cookie that only it can open. This page has seen no token.",
};

export const lifetime = {
  expired: "Expired",
  hours: (hours, minutes) => `${hours} h ${minutes} min left`,
  minutes: (minutes, seconds) => `${minutes} min ${seconds} s left`,
  seconds: (seconds) => `${seconds} s left`,
  unknown: "Nobody said how long it lasts.",
  what: "permission token",
  ended: (what) => `The ${what} has expired.`,
};

export const privacy = {
  asking: "Asking netID…",
  found: (at) => `netID keeps your choice since ${at}, for every device where you sign in.`,
  notFound: "netID knows you, and keeps no choice of yours for the Courier yet.",
  nobody:
    "In this browser netID knows nobody: you aren’t signed in there, or the browser blocks third-party cookies. The Courier’s server can still ask, with your permission token.",
  title: "Your choice, as netID keeps it",
  onward: "Go on through the Courier’s server",
  may: "The Courier and its partners may",
  purposes: {
    1: "Keep information on your device",
    2: "Choose ads with little data about you",
    7: "Count how ads do",
    8: "Count what is read",
  },
  store: "Store with netID",
  stored: "Stored with netID.",
  notStored: "Not stored: it waits here until netID knows you in this browser.",
  withoutCookies: "As in a browser that blocks third-party cookies",
  requests: "What goes to the Permission Center",
  noAnswer: "no answer that this page may see",
};

export const person = {
  title: "Signed in as",
  asking: "Asking netID for your details…",
  again: "Ask again",
  nobodyNamed:
    "netID vouches for you, but neither a name nor an e-mail was shared. The Courier knows you by an identifier that no other site sees.",
  all: (count) => `All ${count} claims netID sent`,
  caption: "Claims netID sent about you",
  head: ["Claim", "Value", "From"],
  idToken: "ID token",
  yes: "yes",
  no: "no",
};

export const ownClient = {
  elsewhere: (redirectUri, page) =>
    `netID would send the answer to ${redirectUri}, but this page is at ${page}. Use that address, or open the page at the other.`,
  inSandbox: (names) => ` In the sandbox: ${names}.`,
  saved: (clientId) => `Saved. The netID button now uses ${clientId}.`,
  demoAgain: (clientId) => `The netID button uses the demo’s own client again, ${clientId}.`,
};
