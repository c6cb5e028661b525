/** Batches of pushes. */
package dev.gitopsbinding.git.lane.push;
