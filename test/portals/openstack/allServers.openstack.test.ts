// What needs servers of all services, on one set of them.
import "./conformance/conformance";
import "./real/cloud";
import "./real/contents";
