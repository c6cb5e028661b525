/** The commands that use the bindings of a cluster, with the rights of the person who runs them. */
@NullMarked
package dev.gitopsbinding.cli.command;

import org.jspecify.annotations.NullMarked;
