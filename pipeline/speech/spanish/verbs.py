"""Spanish verbs with which people instruct, and their imperatives."""

from __future__ import annotations

from pipeline.speech.lexicon import word_set

_INFINITIVES = word_set(
    """
    abrir aceptar activar actualizar agregar ajustar añadir aplicar arrastrar asegurar asignar bajar borrar buscar
    cambiar cargar cerrar compartir completar comprobar conectar configurar confirmar copiar cortar crear dar
    definir desactivar descargar deslizar editar ejecutar elegir eliminar enviar escoger escribir especificar
    esperar exportar filtrar generar guardar hacer importar ingresar iniciar insertar instalar intentar introducir
    investigar ir llenar mapear marcar mezclar mostrar mover navegar nombrar pegar poner presionar probar publicar
    pulsar quitar realizar registrar rellenar revisar seleccionar señalar subir sustituir teclear tomar usar
    utilizar validar verificar volver coordinar acceder
    """
)
_IRREGULAR = dict(
    pair.split(":")
    for pair in word_set(
        """
    hacer:haga ir:vaya elegir:elija poner:ponga dar:dé volver:vuelva
    probar:pruebe cerrar:cierre mover:mueva mostrar:muestre abrir:abra escribir:escriba
    introducir:introduzca sustituir:sustituya comprobar:compruebe escoger:escoja definir:defina subir:suba
    """
    )
)
"""Infinitives and their formal imperatives, if the rules for regular verbs don't give them."""
FORMAL_IMPERATIVES: dict[str, str] = {}
"""Infinitives and their formal imperatives."""
for _verb in _INFINITIVES:
    if _verb in _IRREGULAR:
        FORMAL_IMPERATIVES[_verb] = _IRREGULAR[_verb]
    else:
        _stem, _form = _verb[:-2], _verb[:-1]
        FORMAL_IMPERATIVES[_verb] = (
            _stem[:-1] + "que" if _form.endswith("ca")
            else _stem + "ue" if _form.endswith("ga")
            else _stem[:-1] + "ce" if _form.endswith("za")
            else _stem + ("e" if _verb.endswith("ar") else "a")
        )  # fmt: skip
VERB_OF_FORMAL = {form: verb for verb, form in FORMAL_IMPERATIVES.items()} | {
    "asegúrese": "asegurar", "diríjase": "ir", "conéctese": "conectar", "regístrese": "registrar",
}  # fmt: skip
"""Formal imperatives and their infinitives."""

VERB_OF_INFORMAL: dict[str, str] = {
    "haz": "hacer", "ve": "ir", "pon": "poner", "vuelve": "volver", "elige": "elegir", "prueba": "probar",
    "cierra": "cerrar", "mueve": "mover", "comprueba": "comprobar",
}  # fmt: skip
"""Informal imperatives and their infinitives. They look like the third person ("he opens"), so they count only at the
beginning of a clause."""
for _verb in _INFINITIVES - {"mostrar", "dar"} - set(VERB_OF_INFORMAL.values()):
    VERB_OF_INFORMAL.setdefault(_verb[:-2] + ("a" if _verb.endswith("ar") else "e"), _verb)
