/** Delivery by a push to a branch. */
@NullMarked
package dev.gitopsbinding.delivery.push;

import org.jspecify.annotations.NullMarked;
