import { createHash, generateKeyPairSync, sign } from "node:crypto";

// One key for all signers: what it shows is the way of a signature, not whose it is.
const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
const PUBLIC_KEY = publicKey.export({ type: "spki", format: "der" }).toString("base64");

/**
 * What came of an order, as far as its client asked for it.
 *
 * @param {object} order
 * @returns {object}
 */
export function resultOf(order) {
  const { signId, clientId, state, signProperties, results, signer } = order;
  const signed = signer ? order.documents.map((document) => signedDocument(document, order)) : [];
  const about = { signId, clientId, orderState: state, orderName: signProperties.orderName };
  const wants = (name) => results.includes(name);
  return {
    ...about,
    ...(wants("documentHash") && { documentHashes: signed.map(({ hash }) => hash) }),
    ...(wants("sdo") && { sdos: signed.map(({ sdo }) => sdo) }),
    ...(wants("basicSignature") && {
      merchantSignatures: signed.map(({ merchant }) => merchant),
      endUserSignatures: signed.map(({ endUser }) => endUser),
    }),
  };
}

// What is signed: the hash, and who signs.
function signedDocument({ text, pdf, xml }, { clientId, signer }) {
  const bytes = pdf === undefined ? Buffer.from(text ?? xml) : Buffer.from(pdf, "base64");
  const hash = createHash("sha256").update(bytes).digest("base64");
  const signature = (who) => sign("sha256", Buffer.from(`${hash} ${who}`), privateKey).toString("base64");
  const [merchant, endUser] = [signature(clientId), signature(signer.id)];
  const sdo =
    "<!-- Made by a sandbox: no SEID-SDO, and binding nobody. -->" +
    `<SandboxSDO><DocumentHash>${hash}</DocumentHash><Merchant>${merchant}</Merchant><EndUser>${endUser}</EndUser>` +
    `<PublicKey>${PUBLIC_KEY}</PublicKey></SandboxSDO>`;
  return { hash, merchant, endUser, sdo: Buffer.from(sdo).toString("base64") };
}
