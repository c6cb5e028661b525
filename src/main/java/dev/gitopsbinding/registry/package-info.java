/**
 * Asks image registries whether they have an image (OCI distribution specification 1.1). Everything
 * here answers with a {@link dev.gitopsbinding.model.Result}, never with an exception, is bounded
 * in time, and speaks HTTPS only.
 */
package dev.gitopsbinding.registry;
