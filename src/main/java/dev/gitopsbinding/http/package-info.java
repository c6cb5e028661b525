/** Serves metrics and probes over HTTP. */
@NullMarked
package dev.gitopsbinding.http;

import org.jspecify.annotations.NullMarked;
