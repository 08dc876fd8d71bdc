/** The realm is declared in realm.yaml: a change of the realm is a change of data, not of a program. */
const reseller = require("pulumi-reseller");

new reseller.Realm("realm", { files: "realm.yaml" });
