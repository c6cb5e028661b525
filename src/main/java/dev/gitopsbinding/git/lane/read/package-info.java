/** A lane's copy of its branch, and reads from it. */
package dev.gitopsbinding.git.lane.read;
