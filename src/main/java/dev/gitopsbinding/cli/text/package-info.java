/** Texts that commands print: YAML, tables, ages. Pure. */
@NullMarked
package dev.gitopsbinding.cli.text;

import org.jspecify.annotations.NullMarked;
