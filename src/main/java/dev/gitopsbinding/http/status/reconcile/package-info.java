/** Syncs that clients ask for over HTTP, and their results. */
@NullMarked
package dev.gitopsbinding.http.status.reconcile;

import org.jspecify.annotations.NullMarked;
