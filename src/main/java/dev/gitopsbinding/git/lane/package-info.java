/** Lanes and their queues. */
package dev.gitopsbinding.git.lane;
