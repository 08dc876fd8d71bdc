import { LIMITS } from "../../../support/programs";
import { type PlanCase, type PlanTable, replaced } from "../../../review/plans/planTable";

/** Twenty objects, eleven of them people: shares of all count. */
const CROWD = `
const readers = new reseller.Profile("readers", { name: "Readers", level: "client", permissions: ["show_usage"] });
const acme = new reseller.Account("acme", { name: "Acme AG", state: "production", availableServices: ["openstack"], uprovideAccount: "UP-10001" }, { protect: false });
for (let number = 0; number < QUOTA_PROFILES; number++) new reseller.QuotaProfile("size-" + number, { name: "Size " + number, limits: ${LIMITS} });
for (let number = 0; number < 11; number++) new reseller.User("person-" + number, { account: acme, username: "person-" + number, email: "person-" + number + "@acme.example.com", firstName: "P", lastName: "N", profiles: [readers], permissions: number < GRANTED ? ["show_services"] : undefined });
`;

function crowd(quotaProfiles: number, granted: number): string {
  return replaced(CROWD, ["QUOTA_PROFILES", String(quotaProfiles)], ["GRANTED", String(granted)]);
}

const cases: PlanCase[] = [
  {
    what: "six of twenty objects are deleted, which is 30 %",
    program: crowd(1, 0),
    finds: [
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-1",
        says: "The quota profile Size 1 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-2",
        says: "The quota profile Size 2 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-3",
        says: "The quota profile Size 3 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-4",
        says: "The quota profile Size 4 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-5",
        says: "The quota profile Size 5 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-6",
        says: "The quota profile Size 6 is deleted: quotas that were set from it stay unchanged.",
      },
    ],
    lacks: ["MAS-01"],
    exitCode: 11,
  },
  {
    what: "seven of twenty objects are deleted",
    program: crowd(0, 0),
    finds: [
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-0",
        says: "The quota profile Size 0 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-1",
        says: "The quota profile Size 1 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-2",
        says: "The quota profile Size 2 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-3",
        says: "The quota profile Size 3 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-4",
        says: "The quota profile Size 4 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-5",
        says: "The quota profile Size 5 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "IRR-06",
        subject: "QuotaProfile/size-6",
        says: "The quota profile Size 6 is deleted: quotas that were set from it stay unchanged.",
      },
      {
        id: "MAS-01",
        subject: "plan",
        says: "7 of 20 objects are deleted, replaced or removed from the program at once. Check whether a file is missing, or a list is empty by mistake.",
      },
    ],
    exitCode: 11,
    headline: "Needs an approval: 8 irreversible changes; nobody's access changes.",
  },
  {
    what: "the access of three of eleven people changes",
    program: crowd(7, 3),
    finds: [],
    lacks: ["MAS-02"],
    exitCode: 10,
  },
  {
    what: "the access of four of eleven people changes",
    program: crowd(7, 4),
    finds: [
      {
        id: "MAS-02",
        subject: "plan",
        says: "The access of 4 of 11 people changes at once.",
        people: ["User/person-0", "User/person-1", "User/person-2", "User/person-3"],
      },
    ],
    exitCode: 11,
  },
  {
    what: "four of eleven people where review.yaml allows 40 %",
    program: crowd(7, 4),
    file: "limits: { people: { share: 0.4 } }",
    finds: [],
    lacks: ["MAS-02"],
    exitCode: 10,
  },
];

export const crowdPlans: PlanTable = { portal: "csp", base: crowd(7, 0), cases: cases };
