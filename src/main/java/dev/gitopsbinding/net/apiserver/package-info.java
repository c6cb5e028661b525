/** Limits requests to the API server. */
@NullMarked
package dev.gitopsbinding.net.apiserver;

import org.jspecify.annotations.NullMarked;
