/** A small realm that a new project begins with, as a realm file. Comments right above an entry go with it into programs, too. */
export const startingRealm = `
accounts:
  # A customer: a domain. Deleting the resource keeps it; onDelete: lock disables it, onDelete: delete deletes it when nothing is left in it.
  acme:
    name: Acme
    description: Acme AG, Bern

users:
  # The customer's administrator. The first password is an output of the stack, encrypted.
  anna:
    account: acme
    username: anna.keller
    email: anna.keller@acme.example.com
    generatePassword: true
    profiles: [acmeManagers]

profiles:
  # A group with roles: manager in its own domain administers the domain's people and projects. Nobody of a customer needs the role admin.
  acmeManagers:
    account: acme
    name: managers
    rules:
      - { roles: [manager], scope: domain }

projects:
  web:
    account: acme
    name: web
    description: Web shop
`;
