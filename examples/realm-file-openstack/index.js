new (require("pulumi-reseller").Realm)("realm", { files: "realm.yaml" });
