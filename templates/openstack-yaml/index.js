const reseller = require("pulumi-reseller");

const realm = new reseller.Realm("realm", { files: "realm.yaml" });
exports.initialPasswords = realm.initialPasswords;
