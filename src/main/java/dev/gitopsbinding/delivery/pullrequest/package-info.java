/** Delivery by a push to a branch of the binding's own, and by pull requests. */
@NullMarked
package dev.gitopsbinding.delivery.pullrequest;

import org.jspecify.annotations.NullMarked;
