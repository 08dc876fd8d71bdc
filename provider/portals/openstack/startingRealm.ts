/** A small realm that a new project begins with, as a realm file. Comments right above an entry go with it into programs, too. */
export const startingRealm = `
quotaProfiles:
  # Limits of a project, by service and by the service's own names. What isn't named keeps the cloud's default.
  small: { name: small, limits: { compute.cores: 8, volume.gigabytes: 500 } }

profiles:
  # People of your own: a group, and the roles that it has. Nobody but an administrator of the whole cloud needs the role admin.
  auditors:
    name: auditors
    description: Sees the reseller's own domain, and changes nothing
    rules:
      - { roles: [reader], scope: domain }

users:
  # Somebody of your own. The first password is an output of the stack, encrypted.
  nina:
    username: nina.weber
    email: nina.weber@reseller.example.com
    profiles: [auditors]
    generatePassword: true

accounts:
  # A customer: a domain. A deleted resource keeps it. onDelete: lock disables it, onDelete: delete deletes it when nothing is left in it.
  acme:
    name: Acme AG
    tags: [number=C-1001]
    profiles:
      # The customer's administrators: the role manager on the domain.
      managers: { name: managers, rules: [{ roles: [manager], scope: domain }] }
    users:
      anna:
        username: anna.keller
        email: anna.keller@acme.example.com
        profiles: [managers]
        generatePassword: true
    projects:
      web: { name: web, description: Web shop }
    quotas:
      web-ch-1: { project: web, region: ch-1, profile: small }
`;
