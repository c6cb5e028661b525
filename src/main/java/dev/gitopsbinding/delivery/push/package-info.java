/** Delivery by a push to a branch. */
package dev.gitopsbinding.delivery.push;
