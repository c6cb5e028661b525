/** What commands say to the person at the terminal, and what they ask. */
@NullMarked
package dev.gitopsbinding.cli.terminal;

import org.jspecify.annotations.NullMarked;
