"""
The realm of a small reseller: who its customers are, what they may use, and who may do what.

The order of creation follows from the references, and from the rules of the portal: S3 and projects wait for OpenStack.
"""

from dataclasses import dataclass, field

import pulumi
import pulumi_reseller as reseller

config = pulumi.Config()

# Permissions. Profiles are shared: a change applies to everybody who has the profile.

cloud_administrator = reseller.Profile(
    "cloud-administrator",
    name="Cloud Administrator",
    description="Runs a customer's projects and people.",
    level=reseller.ProfileLevel.CLIENT,
    permissions=[
        "show_users",
        "create_user",
        "edit_user",
        "reset_password",
        "show_projects",
        "create_project",
        "manage_project_users",
        "show_client_quota",
        "request_quota",
    ],
)

storage_user = reseller.Profile(
    "storage-user",
    name="Storage User",
    description="Object storage and nothing else: the only panel these people see.",
    level=reseller.ProfileLevel.CLIENT,
    permissions=["show_s3_panel", "manage_buckets", "manage_objects"],
)

# The ten numbers of a quota, RAM and volume storage in GB.

SMALL = {
    "projects": 1,
    "instances": 5,
    "vcpus": 10,
    "ramGb": 20,
    "volumes": 10,
    "volumeStorageGb": 200,
    "volumeSnapshots": 5,
    "routers": 1,
    "networks": 2,
    "floatingIps": 2,
}


@dataclass
class Customer:
    key: str
    name: str
    uprovide_account: str
    # The first person administers, the others use storage.
    people: list[str]
    services: list[str] = field(default_factory=lambda: ["openstack", "s3"])


CUSTOMERS = [
    Customer("alpina", "Alpina Bau AG", "UP-10001", ["Anna Keller", "Reto Frei"]),
]

passwords: dict[str, pulumi.Output[str]] = {}

for customer in CUSTOMERS:
    account = reseller.Account(
        customer.key,
        name=customer.name,
        state=reseller.AccountState.PRODUCTION,
        uprovide_account=customer.uprovide_account,
        available_services=customer.services,
        # The default: a deleted resource leaves the customer at the portal unchanged.
        on_delete=reseller.DeletionPolicy.RETAIN,
        # Accounts are protected by default in the TypeScript SDK only.
        opts=pulumi.ResourceOptions(protect=config.get_bool("protect") is not False),
    )

    for service in customer.services:
        reseller.ServiceActivation(f"{customer.key}-{service}", account=account.id, service=service)

    reseller.Quota(f"{customer.key}-ch-1", account=account.id, region="ch-1", limits=SMALL)

    users = []
    for place, person in enumerate(customer.people):
        first_name, last_name = person.split(" ")
        username = f"{first_name}.{last_name}".lower()
        user = reseller.User(
            f"{customer.key}-{username}",
            account=account.id,
            username=username,
            email=f"{username}@{customer.key}.example.com",
            first_name=first_name,
            last_name=last_name,
            profiles=[cloud_administrator.id if place == 0 else storage_user.id],
        )
        users.append(user)
        passwords[username] = user.initial_password

    project = reseller.Project(
        f"{customer.key}-main",
        account=account.id,
        name="main",
        description="The first project",
        # Permissions at the portal and roles on a project are separate: without a role, nobody can log in to the project.
        roles=[{"user": users[0].id, "roles": ["member"]}],
    )
    pulumi.export("projectId", project.id)

# Secret, so only `pulumi stack output --show-secrets` prints them.
pulumi.export("initialPasswords", pulumi.Output.all(**passwords))
