/** Single exchanges with a git host: read a tip, update a branch. */
@NullMarked
package dev.gitopsbinding.git.protocol;

import org.jspecify.annotations.NullMarked;
