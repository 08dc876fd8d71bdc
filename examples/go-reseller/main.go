// The realm of a small reseller: a customer with its services, quota, people and a project.
// The order of creation follows from the references, and from the rules of the portal: S3 and the project wait for OpenStack.
package main

import (
	"strings"

	"github.com/pulumi/pulumi/sdk/v3/go/pulumi"
	"github.com/pulumi/pulumi/sdk/v3/go/pulumi/config"
	"pulumi-reseller/sdk-go/reseller"
)

// The ten numbers of a quota, RAM and volume storage in GB.
var small = pulumi.IntMap{
	"projects":        pulumi.Int(1),
	"instances":       pulumi.Int(5),
	"vcpus":           pulumi.Int(10),
	"ramGb":           pulumi.Int(20),
	"volumes":         pulumi.Int(10),
	"volumeStorageGb": pulumi.Int(200),
	"volumeSnapshots": pulumi.Int(5),
	"routers":         pulumi.Int(1),
	"networks":        pulumi.Int(2),
	"floatingIps":     pulumi.Int(2),
}

type person struct {
	firstName, lastName string
	profile             *reseller.Profile
}

func main() {
	pulumi.Run(realm)
}

func realm(ctx *pulumi.Context) error {
	// Permissions. Profiles are shared: a change applies to everybody who has the profile.
	cloudAdministrator, err := reseller.NewProfile(ctx, "cloud-administrator", &reseller.ProfileArgs{
		Name:        pulumi.String("Cloud Administrator"),
		Description: pulumi.String("Runs a customer's projects and people."),
		Level:       reseller.ProfileLevelClient,
		Permissions: pulumi.ToStringArray([]string{
			"show_users", "create_user", "edit_user", "reset_password", "show_projects", "create_project",
			"manage_project_users", "show_client_quota", "request_quota",
		}),
	})
	if err != nil {
		return err
	}
	storageUser, err := reseller.NewProfile(ctx, "storage-user", &reseller.ProfileArgs{
		Name:        pulumi.String("Storage User"),
		Description: pulumi.String("Object storage and nothing else: the only panel these people see."),
		Level:       reseller.ProfileLevelClient,
		Permissions: pulumi.ToStringArray([]string{"show_s3_panel", "manage_buckets", "manage_objects"}),
	})
	if err != nil {
		return err
	}

	// Accounts are protected by default in the TypeScript SDK only.
	isProtected := true
	if wanted, err := config.TryBool(ctx, "protect"); err == nil {
		isProtected = wanted
	}
	services := []string{"openstack", "s3"}
	alpina, err := reseller.NewAccount(ctx, "alpina", &reseller.AccountArgs{
		Name:              pulumi.String("Alpina Bau AG"),
		State:             reseller.AccountStateEnumProduction,
		UprovideAccount:   pulumi.String("UP-10001"),
		AvailableServices: pulumi.ToStringArray(services),
		// The default: a deleted resource leaves the customer at the portal unchanged.
		OnDelete: reseller.DeletionPolicyRetain,
	}, pulumi.Protect(isProtected))
	if err != nil {
		return err
	}

	for _, service := range services {
		if _, err := reseller.NewServiceActivation(ctx, "alpina-"+service, &reseller.ServiceActivationArgs{
			Account: alpina.ID(),
			Service: pulumi.String(service),
		}); err != nil {
			return err
		}
	}
	if _, err := reseller.NewQuota(ctx, "alpina-ch-1", &reseller.QuotaArgs{
		Account: alpina.ID(),
		Region:  pulumi.String("ch-1"),
		Limits:  small,
	}); err != nil {
		return err
	}

	passwords := pulumi.StringMap{}
	var users []*reseller.User
	for _, person := range []person{{"Anna", "Keller", cloudAdministrator}, {"Reto", "Frei", storageUser}} {
		username := strings.ToLower(person.firstName + "." + person.lastName)
		user, err := reseller.NewUser(ctx, "alpina-"+username, &reseller.UserArgs{
			Account:   alpina.ID(),
			Username:  pulumi.String(username),
			Email:     pulumi.String(username + "@alpina.example.com"),
			FirstName: pulumi.String(person.firstName),
			LastName:  pulumi.String(person.lastName),
			Profiles:  pulumi.StringArray{person.profile.ID()},
		})
		if err != nil {
			return err
		}
		users = append(users, user)
		passwords[username] = user.InitialPassword.Elem()
	}

	project, err := reseller.NewProject(ctx, "alpina-main", &reseller.ProjectArgs{
		Account:     alpina.ID(),
		Name:        pulumi.String("main"),
		Description: pulumi.String("The first project"),
		// Permissions at the portal and roles on a project are separate: without a role, nobody can log in to the project.
		Roles: reseller.ProjectRolesArray{
			reseller.ProjectRolesArgs{User: users[0].ID(), Roles: pulumi.ToStringArray([]string{"member"})},
		},
	})
	if err != nil {
		return err
	}

	// Secret, so only `pulumi stack output --show-secrets` prints them.
	ctx.Export("initialPasswords", passwords)
	ctx.Export("projectId", project.ID())
	return nil
}
