// What only works with a script shows only where there is one.
document.documentElement.classList.add("has-script");
