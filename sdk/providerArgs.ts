// Generated from provider/portals by `npm run rules`.
import type * as pulumi from "@pulumi/pulumi";

/** Settings of a provider. What is left out is taken from the environment, as for the settings of a stack. */
export interface ProviderArgs {
  /** The portal: `csp`, `scaleway`, `gridscale` and `openstack`. */
  readonly portal?: pulumi.Input<string>;
  /** The address of the portal's API. */
  readonly endpoint?: pulumi.Input<string>;
  /**
   * `csp`: an API token of a user with reseller permissions, created in the portal's user menu; no spaces. Set it with: pulumi config set
   * --secret reseller:token … (or the environment variable RESELLER_TOKEN). `gridscale`: an API key, created in the Partner Panel under API
   * Keys by a user with the role Admin; a project's token is not sufficient. Set it with: pulumi config set --secret reseller:token … (or
   * GRIDSCALE_TOKEN).
   */
  readonly token?: pulumi.Input<string>;
  /**
   * `csp` and `gridscale`: a file that says how the portal differs from the derived contract, such as contract.yaml; relative to the
   * project's folder.
   */
  readonly contract?: pulumi.Input<string>;
  /** `csp` and `gridscale`: true or false: whether to write to a real portal although no probe of its contract has passed. */
  readonly acceptDerivedContract?: pulumi.Input<string>;
  /**
   * `scaleway`: the id (a UUID) of the partner's own Organization, shown in the console beside its name. Set it with: pulumi config set
   * reseller:organizationId … (or SCW_DEFAULT_ORGANIZATION_ID, or Scaleway's profile file).
   */
  readonly organizationId?: pulumi.Input<string>;
  /**
   * `scaleway`: the secret key (a UUID) of an API key of the partner's own Organization, whose bearer holds ResellerFullAccess, and
   * IAMManager to manage people. Set it with: pulumi config set --secret reseller:secretKey … (or SCW_SECRET_KEY, or Scaleway's profile
   * file).
   */
  readonly secretKey?: pulumi.Input<string>;
  /**
   * `scaleway`: the access key (SCW and 17 letters or digits) that belongs to the secret key: it says whose key it is, so that this tool
   * doesn't lock itself out. Set it with: pulumi config set --secret reseller:accessKey … (or SCW_ACCESS_KEY, or Scaleway's profile file).
   */
  readonly accessKey?: pulumi.Input<string>;
  /**
   * `scaleway`: API keys of clients' Organizations, by Organization id, each with secretKey (a UUID) and accessKey. Set it with: pulumi
   * config set --secret --path 'reseller:keys.ORGANIZATION-ID.secretKey' ….
   */
  readonly keys?: pulumi.Input<string>;
  /**
   * `gridscale`: the UUID of the API key's user, shown next to the key in the Partner Panel. Set it with: pulumi config set
   * reseller:userUuid … (or GRIDSCALE_UUID).
   */
  readonly userUuid?: pulumi.Input<string>;
  /** `gridscale`: a whole number from 1 to 999999: maximum requests per minute. Default 200; the vendor allows 210. */
  readonly requestsPerMinute?: pulumi.Input<string>;
  /**
   * `openstack`: the name of the user that this tool signs in as, together with password and the user's domain. Set it with: pulumi config
   * set reseller:username … (or OS_USERNAME, or clouds.yaml).
   */
  readonly username?: pulumi.Input<string>;
  /**
   * `openstack`: the id of the user that this tool signs in as, in place of its name and domain. Set it with: pulumi config set
   * reseller:userId … (or OS_USER_ID, or clouds.yaml).
   */
  readonly userId?: pulumi.Input<string>;
  /** `openstack`: the user's password. Set it with: pulumi config set --secret reseller:password … (or OS_PASSWORD, or clouds.yaml). */
  readonly password?: pulumi.Input<string>;
  /**
   * `openstack`: the name of the user's domain, such as Default. Set it with: pulumi config set reseller:userDomainName … (or
   * OS_USER_DOMAIN_NAME, or clouds.yaml).
   */
  readonly userDomainName?: pulumi.Input<string>;
  /**
   * `openstack`: the id of the user's domain, such as default. Set it with: pulumi config set reseller:userDomainId … (or OS_USER_DOMAIN_ID,
   * or clouds.yaml).
   */
  readonly userDomainId?: pulumi.Input<string>;
  /**
   * `openstack`: the id of an application credential, in place of user and password. Its scope is that of the project that it was made in.
   * Set it with: pulumi config set reseller:applicationCredentialId … (or OS_APPLICATION_CREDENTIAL_ID, or clouds.yaml).
   */
  readonly applicationCredentialId?: pulumi.Input<string>;
  /**
   * `openstack`: the secret of the application credential. Set it with: pulumi config set --secret reseller:applicationCredentialSecret …
   * (or OS_APPLICATION_CREDENTIAL_SECRET, or clouds.yaml).
   */
  readonly applicationCredentialSecret?: pulumi.Input<string>;
  /**
   * `openstack`: the project that an administrator of the cloud signs in to, such as admin. Set it with: pulumi config set
   * reseller:projectName … (or OS_PROJECT_NAME, or clouds.yaml).
   */
  readonly projectName?: pulumi.Input<string>;
  /**
   * `openstack`: the id of the project that an administrator of the cloud signs in to. Set it with: pulumi config set reseller:projectId …
   * (or OS_PROJECT_ID, or clouds.yaml).
   */
  readonly projectId?: pulumi.Input<string>;
  /**
   * `openstack`: the name of that project's domain, such as Default. Set it with: pulumi config set reseller:projectDomainName … (or
   * OS_PROJECT_DOMAIN_NAME, or clouds.yaml).
   */
  readonly projectDomainName?: pulumi.Input<string>;
  /**
   * `openstack`: the id of that project's domain, such as default. Set it with: pulumi config set reseller:projectDomainId … (or
   * OS_PROJECT_DOMAIN_ID, or clouds.yaml).
   */
  readonly projectDomainId?: pulumi.Input<string>;
  /**
   * `openstack`: the only domain to manage, by a user that has the role manager in it. Without a project, a domain or the system, all
   * domains in which the user has a role are managed. Set it with: pulumi config set reseller:domainName … (or OS_DOMAIN_NAME, or
   * clouds.yaml).
   */
  readonly domainName?: pulumi.Input<string>;
  /**
   * `openstack`: the id of the only domain to manage. Set it with: pulumi config set reseller:domainId … (or OS_DOMAIN_ID, or clouds.yaml).
   */
  readonly domainId?: pulumi.Input<string>;
  /**
   * `openstack`: all, for a user that has the role admin on the system. Set it with: pulumi config set reseller:systemScope … (or
   * OS_SYSTEM_SCOPE, or clouds.yaml).
   */
  readonly systemScope?: pulumi.Input<string>;
  /**
   * `openstack`: the region of quotas that name none. Set it with: pulumi config set reseller:regionName … (or OS_REGION_NAME, or
   * clouds.yaml).
   */
  readonly regionName?: pulumi.Input<string>;
  /**
   * `openstack`: which of the addresses in the service catalogue are used: public, internal, admin. Default: public. Set it with: pulumi
   * config set reseller:interface … (or OS_INTERFACE, or clouds.yaml).
   */
  readonly interface?: pulumi.Input<string>;
  /**
   * `openstack`: a file with the certificates, in PEM, of the authority that signed the cloud's certificates. Set it with: pulumi config set
   * reseller:cacert … (or OS_CACERT, or clouds.yaml).
   */
  readonly cacert?: pulumi.Input<string>;
  /** Whether existing objects are taken over. Default: false. */
  readonly adopt?: pulumi.Input<boolean>;
  /** Whether nothing is written. Default: false. */
  readonly readOnly?: pulumi.Input<boolean>;
  /** How many objects may be missing at once before a run stops. Default: 3. */
  readonly maxVanished?: pulumi.Input<number>;
  /**
   * The maximum of concurrent requests, 1 to 64. The provider starts with 8, and sends more while the portal responds quickly. Default: 32.
   */
  readonly maxConcurrency?: pulumi.Input<number>;
  /** Seconds until a request fails, 1 to 600. Default: 30. */
  readonly requestTimeout?: pulumi.Input<number>;
  /** Seconds until an operation of the portal fails. Default: 600. */
  readonly operationTimeout?: pulumi.Input<number>;
  /** Named connections, each with its settings, for resources with `connection`. Provider resources are the usual way. */
  readonly connections?: pulumi.Input<
    Readonly<Record<string, Readonly<Record<string, pulumi.Input<string | number | boolean>>>>>
  >;
}
