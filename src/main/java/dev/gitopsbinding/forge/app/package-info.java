/** Logins of GitHub Apps: signed requests for tokens, and the tokens while they are valid. */
@NullMarked
package dev.gitopsbinding.forge.app;

import org.jspecify.annotations.NullMarked;
