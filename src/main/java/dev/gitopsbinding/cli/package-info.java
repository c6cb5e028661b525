/**
 * Commands for the command line, with a main of their own. The operator loads no class of this
 * package.
 */
@NullMarked
package dev.gitopsbinding.cli;

import org.jspecify.annotations.NullMarked;
