/** Turns what a sync came to into a status and events. Pure. */
package dev.gitopsbinding.status;
