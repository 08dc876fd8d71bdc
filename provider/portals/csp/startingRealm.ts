/** A small realm that a new project begins with, as a realm file. Comments right above an entry go with it into programs, too. */
export const startingRealm = `
profiles:
  # What people may do. A change here reaches everybody who has the profile: reseller review says whom.
  # confirm answers what a rule asks: yes, all customers see this profile.
  administrator:
    name: Cloud Administrator
    level: client
    confirm: [csp/P3]
    permissions: [show_users, create_user, edit_user, show_projects, create_project]
  storage:
    name: Storage User
    level: client
    confirm: [csp/P3]
    permissions: [show_s3_panel, manage_buckets, manage_objects]

accounts:
  # A customer, with what belongs to it. It is protected: nothing here deletes it by accident.
  # uprovideAccount is its account in uProvide, which must exist at the portal; a sandbox takes any.
  acme:
    name: Acme AG
    state: production
    uprovideAccount: UP-10001
    availableServices: [openstack, s3]
    services: [openstack, s3]
    users:
      # The portal makes the first password. It is an output of the stack, encrypted.
      anna:
        username: anna.keller
        email: anna@acme.example.com
        firstName: Anna
        lastName: Keller
        profiles: [administrator]
      ben:
        username: ben.weber
        email: ben@acme.example.com
        firstName: Ben
        lastName: Weber
        profiles: [storage]
`;
