/** What commands about bindings consist of: their options, their choices, and what they write. */
@NullMarked
package dev.gitopsbinding.cli.command.part;

import org.jspecify.annotations.NullMarked;
