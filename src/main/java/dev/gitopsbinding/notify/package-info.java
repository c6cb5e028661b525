/** The port through which changes of a binding's status are told to the outside. */
@NullMarked
package dev.gitopsbinding.notify;

import org.jspecify.annotations.NullMarked;
