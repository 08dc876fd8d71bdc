/** A small realm that a new project begins with, as a realm file. Comments right above an entry go with it into programs, too. */
export const startingRealm = `
profiles:
  # What people of your own Organization may do: a group, and the policy for it. reseller review says whom a change reaches.
  auditors:
    name: Auditors
    description: Reads everything, changes nothing
    rules:
      - { permissionSets: [BillingReadOnly, IAMReadOnly, OrganizationReadOnly], scope: organization }
      - { permissionSets: [AllProductsReadOnly], scope: organization }

users:
  # Somebody of your own. The first password is an output of the stack, encrypted.
  nina:
    username: nina.weber
    email: nina.weber@partner.example.com
    profiles: [auditors]
    sendWelcomeEmail: true
    generatePassword: true

accounts:
  # A customer: an Organization, whose owner gets a mail. Nobody can delete one. externalId is your own number, on invoices.
  acme:
    name: Acme AG
    email: it@acme.example.com
    ownerFirstName: Anna
    ownerLastName: Keller
    externalId: C-1001
`;
