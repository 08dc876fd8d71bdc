/** What is to be is in realm.yaml: whoever changes a realm writes data, and no program. */
const reseller = require("pulumi-reseller");

new reseller.Realm("realm", { files: "realm.yaml" });
