/** The format of log lines, and the binding that each is about. */
@NullMarked
package dev.gitopsbinding.logging;

import org.jspecify.annotations.NullMarked;
