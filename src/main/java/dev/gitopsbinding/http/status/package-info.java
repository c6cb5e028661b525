/** What the bindings do, over HTTP: the list of their states, and syncs that are asked for. */
@NullMarked
package dev.gitopsbinding.http.status;

import org.jspecify.annotations.NullMarked;
