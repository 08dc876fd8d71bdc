/** A small realm that a new project begins with, as a realm file. Comments right above an entry go with it into programs, too. */
export const startingRealm = `
profiles:
  # Roles are the portal's own. A profile gives one of them a key in this file.
  reader: { name: Read Only, level: client }

quotaProfiles:
  # A set of limits that accounts share. 0 is none, not unlimited.
  small: { name: small, limits: { cores: 8, memory: 32, ips: 2 } }

users:
  # People are found by their e-mail addresses, and stand beside the accounts that they may enter.
  anna: { email: anna.keller@acme.example.com, firstName: Anna, lastName: Keller }
  marc:
    email: marc@auditors.example.com
    lastName: Favre
    access: [{ account: acme, profile: reader }]

accounts:
  # A customer, with what it may use. It is protected: nothing here deletes it by accident.
  acme:
    name: Acme AG
    owner: anna
    locations: [zrh]
    features: [kubernetes]
    services: [rocket-storage]
    quotas:
      limits: { region: null, profile: small }
`;
