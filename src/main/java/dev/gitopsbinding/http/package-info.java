/** Serves metrics and probes over HTTP. */
package dev.gitopsbinding.http;
