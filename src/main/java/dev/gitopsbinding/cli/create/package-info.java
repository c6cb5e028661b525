/** What the command {@code create} makes of its answers: a binding, Secrets, and advice. Pure. */
@NullMarked
package dev.gitopsbinding.cli.create;

import org.jspecify.annotations.NullMarked;
