"""Who met whom, who spoke together, who works with whom, who asked whom for what: one row for each construction of the language."""

from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest

from graph.claims import Modality
from loaders.documents import document_from_text, extract
from loaders.documents.model import Extraction, RelationFound
from loaders.documents.relations import SYMMETRIC

MET, JOINT, WORKS, PEER, URGES = "met_with", "joint_statement_with", "partners_with", "counterpart_of", "urges"


@dataclass(frozen=True)
class Row:
    """A text; what it says and must not say as "subject|predicate|object" with names as in the text; how it is held."""

    text: str
    says: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    held: Modality = Modality.ASSERTED


def pairs(predicate: str, *names: str) -> tuple[str, ...]:
    """Every pair of the names."""
    return tuple(f"{a}|{predicate}|{b}" for place, a in enumerate(names) for b in names[place + 1 :])


def each(subjects: tuple[str, ...], predicate: str, objects: tuple[str, ...]) -> tuple[str, ...]:
    """Every subject with every object."""
    return tuple(f"{a}|{predicate}|{b}" for a in subjects for b in objects)


APPOSITIONS = {
    "en: its counterpart inside a list": Row(
        "Earlier this year AMITI, the Information Technology Industry Council (ITI), its U.S. counterpart, and Canada's Technation issued a joint statement"
        " in which they asked the governments of Mexico, the United States and Canada to keep the agreement in force.",
        (
            *pairs(JOINT, "AMITI", "ITI", "Technation"),
            "AMITI|counterpart_of|ITI",
            *each(("AMITI", "ITI", "Technation"), URGES, ("Mexico", "United States", "Canada")),
        ),
        ("Technation|counterpart_of|AMITI",),
    ),
    "es: su contraparte dentro de una lista": Row(
        "Hace un mes la CANIETI, el Information Technology Industry Council (ITI), su homólogo estadounidense, y la canadiense Technation publicaron una"
        " carta conjunta en la que solicitan a los gobiernos de México y Canadá prorrogar el tratado.",
        (*pairs(JOINT, "CANIETI", "ITI", "Technation"), "CANIETI|counterpart_of|ITI", *each(("CANIETI", "ITI", "Technation"), URGES, ("México", "Canadá"))),
    ),
    "en: a post after the name": Row(
        "Nadia Forsberg Ruelle, the chief executive of Technation, and Iván Solares Prat, president of CANIETI, met with USTR on Monday.",
        each(("Nadia Forsberg Ruelle", "Iván Solares Prat"), MET, ("USTR",)),
    ),
    "es: quien preside entre comas": Row(
        "La AMITI, que preside Laura Méndez Ortiz, y la CANIETI firmaron un memorando de entendimiento.",
        ("AMITI|partners_with|CANIETI",),
    ),
    "en: which represents a list": Row(
        "The ITI, which represents Intel, Micron and Apple, met with the Department of Commerce.",
        ("ITI|met_with|Department of Commerce",),
        ("Intel|met_with|Department of Commerce", "Apple|met_with|Department of Commerce"),
    ),
    "es: que agrupa una lista": Row(
        "La AMITI, que agrupa a Softtek, Intel y Oracle, se reunió con la Secretaría de Economía.",
        ("AMITI|met_with|Secretaría de Economía",),
        ("Intel|met_with|Secretaría de Economía",),
    ),
    "en: a long title before the name": Row(
        "The Canadian minister in charge of small business, Odile Tremaine, met with AMITI in Monterrey.", ("Odile Tremaine|met_with|AMITI",)
    ),
    "es: un título largo antes del nombre": Row(
        "El ministro canadiense responsable de Comercio Digital, Odilón Tremaine, se reunió con la AMITI.", ("Odilón Tremaine|met_with|AMITI",)
    ),
    "es: tanto A como B": Row("Tanto la AMITI como la CANIETI se reunieron con USTR.", each(("AMITI", "CANIETI"), MET, ("USTR",)), ("AMITI|met_with|CANIETI",)),
    "en: both A and B": Row("Both AMITI and Technation met with USTR.", each(("AMITI", "Technation"), MET, ("USTR",)), ("AMITI|met_with|Technation",)),
    "es: junto con": Row(
        "La AMITI, junto con la CANIETI, pidió a la Secretaría de Economía publicar la norma.", each(("AMITI", "CANIETI"), URGES, ("Secretaría de Economía",))
    ),
    "en: together with": Row("AMITI, together with Technation, urged USTR to publish the text.", each(("AMITI", "Technation"), URGES, ("USTR",))),
}

CLAUSES = {
    "en: two verbs": Row(
        "AMITI met with CISA on Monday and urged USTR to publish the text.", ("AMITI|met_with|CISA", "AMITI|urges|USTR"), ("CISA|urges|USTR",)
    ),
    "es: dos verbos": Row(
        "La AMITI se reunió el lunes con la CANIETI y exhortó a la Secretaría de Economía a publicar la norma.",
        ("AMITI|met_with|CANIETI", "AMITI|urges|Secretaría de Economía"),
        ("CANIETI|urges|Secretaría de Economía",),
    ),
    "en: who met": Row("Laura Méndez Ortiz, who met with USTR last week, said the rules work.", ("Laura Méndez Ortiz|met_with|USTR",)),
    "es: quien se reunió": Row(
        "Laura Méndez Ortiz, quien se reunió con USTR la semana pasada, dijo que las reglas funcionan.", ("Laura Méndez Ortiz|met_with|USTR",)
    ),
    "es: quienes se reunieron": Row(
        "Laura Méndez Ortiz e Iván Solares Prat, quienes se reunieron con USTR, ofrecieron datos.",
        each(("Laura Méndez Ortiz", "Iván Solares Prat"), MET, ("USTR",)),
    ),
    "en: urging after a comma": Row("ITI sent comments on the draft, urging USTR to drop the levy.", ("ITI|urges|USTR",)),
    "es: gerundio": Row(
        "La CANIETI publicó un análisis, pidiendo a la Secretaría de Economía que abra la consulta.", ("CANIETI|urges|Secretaría de Economía",)
    ),
    "es: carta firmada por": Row(
        "Se difundió una carta firmada por la AMITI, la CANIETI y la CONCAMIN, en la que piden a la Secretaría de Economía que aplace la norma.",
        (*pairs(JOINT, "AMITI", "CANIETI", "CONCAMIN"), *each(("AMITI", "CANIETI", "CONCAMIN"), URGES, ("Secretaría de Economía",))),
    ),
    "en: a letter signed by": Row(
        "A letter signed by AMITI, ITI and Technation asks USTR to publish the text.",
        (*pairs(JOINT, "AMITI", "ITI", "Technation"), *each(("AMITI", "ITI", "Technation"), URGES, ("USTR",))),
    ),
    "en: after meeting": Row("Laura Méndez Ortiz spoke to reporters after meeting with USTR.", ("Laura Méndez Ortiz|met_with|USTR",)),
    "en: after talks with": Row(
        "Odile Tremaine made the remark on a call from Monterrey after talks in Mexico City with Laura Méndez Ortiz and Iván Solares Prat.",
        each(("Odile Tremaine",), MET, ("Laura Méndez Ortiz", "Iván Solares Prat")),
        ("Laura Méndez Ortiz|met_with|Iván Solares Prat",),
    ),
    "es: tras reunirse": Row("Laura Méndez Ortiz habló con la prensa tras reunirse con Iván Solares Prat.", ("Laura Méndez Ortiz|met_with|Iván Solares Prat",)),
    "es: anunció el secretario después de reunirse": Row(
        "México y Canadá tendrán un plan, anunció el lunes el secretario de Economía, Marcelo Ebrard, después de reunirse con Odile Tremaine.",
        ("Marcelo Ebrard|met_with|Odile Tremaine",),
        ("Canadá|met_with|Odile Tremaine",),
    ),
    "es: antes de reunirse es un plan": Row(
        "Laura Méndez Ortiz dio una entrevista antes de reunirse con USTR.", ("Laura Méndez Ortiz|met_with|USTR",), held=Modality.PLANNED
    ),
    "en: ahead of a meeting is a plan": Row(
        "Laura Méndez Ortiz released the data ahead of a meeting with USTR.", ("Laura Méndez Ortiz|met_with|USTR",), held=Modality.PLANNED
    ),
    "es: sujeto omitido": Row(
        "Laura Méndez Ortiz presentó el estudio el martes. Pidió a la Secretaría de Economía que abra la consulta.",
        ("Laura Méndez Ortiz|urges|Secretaría de Economía",),
    ),
    "es: sujeto omitido tras un complemento": Row("La AMITI presentó el estudio. En la víspera se reunió con USTR.", ("AMITI|met_with|USTR",)),
    "es: el verbo con sujeto detrás no es elíptico": Row(
        "La AMITI presentó el estudio. Pidió la CANIETI a la Secretaría de Economía que abra la consulta.", never=("AMITI|urges|Secretaría de Economía",)
    ),
    "en: the letter asks": Row("ITI sent a letter on Monday. The letter also asks USTR to publish the text.", ("ITI|urges|USTR",)),
    "es: la carta solicita": Row(
        "La AMITI y la CANIETI enviaron una carta el lunes. La carta solicita a la Secretaría de Economía publicar la norma.",
        (*each(("AMITI", "CANIETI"), URGES, ("Secretaría de Economía",)), *pairs(JOINT, "AMITI", "CANIETI")),
    ),
}

VERBS = {
    "es: futuro": Row("La AMITI se reunirá con USTR en julio de 2025.", ("AMITI|met_with|USTR",), held=Modality.PLANNED),
    "es: perífrasis": Row("La AMITI va a reunirse con USTR en julio de 2025.", ("AMITI|met_with|USTR",), held=Modality.PLANNED),
    "es: tiene previsto": Row(
        "Laura Méndez Ortiz tiene previsto recibir este martes a Iván Solares Prat.", ("Laura Méndez Ortiz|met_with|Iván Solares Prat",), held=Modality.PLANNED
    ),
    "es: perfecto": Row("La AMITI se ha reunido en tres ocasiones con USTR.", ("AMITI|met_with|USTR",)),
    "es: condicional": Row("La AMITI se reuniría con USTR.", ("AMITI|met_with|USTR",), held=Modality.CONDITIONAL),
    "es: negado": Row("La AMITI no se ha reunido con USTR.", ("AMITI|met_with|USTR",), held=Modality.NEGATED),
    "es: han pedido": Row(
        "La AMITI y la CANIETI han pedido a la Secretaría de Economía que abra la consulta.", each(("AMITI", "CANIETI"), URGES, ("Secretaría de Economía",))
    ),
    "es: le pidió a": Row("La AMITI le pidió a la Secretaría de Economía abrir la consulta.", ("AMITI|urges|Secretaría de Economía",)),
    "es: pidió que": Row("La AMITI pidió que la Secretaría de Economía abra la consulta.", ("AMITI|urges|Secretaría de Economía",)),
    "es: hizo un llamado": Row("La CANIETI hizo un llamado al Gobierno de México para que abra la consulta.", ("CANIETI|urges|Gobierno de México",)),
    "es: exigió": Row("La CANIETI exigió al Congreso de la Unión frenar la reforma.", ("CANIETI|urges|Congreso de la Unión",)),
    "es: sin infinitivo": Row("La CANIETI pidió a la Secretaría de Economía mayor certidumbre jurídica.", ("CANIETI|urges|Secretaría de Economía",)),
    "es: pasiva": Row("La Secretaría de Economía fue exhortada por la AMITI a publicar la norma.", ("AMITI|urges|Secretaría de Economía",)),
    "en: passive": Row("USTR was urged by AMITI and ITI to publish the text.", each(("AMITI", "ITI"), URGES, ("USTR",))),
    "en: passive meeting": Row("Laura Méndez Ortiz was received by Odile Tremaine in Ottawa.", ("Laura Méndez Ortiz|met_with|Odile Tremaine",)),
    "es: fue recibido por": Row("Iván Solares Prat fue recibido por Odile Tremaine en Ottawa.", ("Iván Solares Prat|met_with|Odile Tremaine",)),
    "en: asked for": Row("ITI asked Mexico for clear rules on labels.", ("ITI|urges|Mexico",)),
    "en: asked about is no ask": Row("ITI asked Mexico about the rules on labels.", never=("ITI|urges|Mexico",)),
    "en: called for A to": Row("ITI called for USTR to publish the text.", ("ITI|urges|USTR",)),
    "en: demanded that": Row("ITI demanded that USTR publish the text.", ("ITI|urges|USTR",)),
    "en: recommends that": Row("AMITI recommended that USTR publish the text.", ("AMITI|urges|USTR",)),
    "en: will urge": Row("AMITI will urge USTR to publish the text.", ("AMITI|urges|USTR",), held=Modality.PLANNED),
    "en: pressed": Row("AMITI pressed the Department of Commerce to publish the text.", ("AMITI|urges|Department of Commerce",)),
    "en: requests in a letter": Row(
        "ITI set out its requests in a letter to Odile Tremaine and Iván Solares Prat.", each(("ITI",), URGES, ("Odile Tremaine", "Iván Solares Prat"))
    ),
    "es: planteó sus demandas en una carta": Row("La AMITI expuso sus peticiones en una carta a Iván Solares Prat.", ("AMITI|urges|Iván Solares Prat",)),
    "en: both neighbours": Row(
        "Mexico and Canada wait. U.S. negotiators want a higher share, and they are asking both neighbours to line up on external tariffs.",
        each(("U.S.",), URGES, ("Mexico", "Canada")),
        ("Mexico|urges|Canada",),
    ),
    "en: testified": Row(
        "ITI supported the deal and testified on it before the U.S. International Trade Commission in 2018.",
        ("ITI|met_with|U.S. International Trade Commission",),
    ),
    "es: compareció": Row("Laura Méndez Ortiz compareció ante el Senado de la República.", ("Laura Méndez Ortiz|met_with|Senado de la República",)),
    "en: sat down with": Row("Odile Tremaine sat down with Iván Solares Prat in Ottawa.", ("Odile Tremaine|met_with|Iván Solares Prat",)),
    "en: plans to see": Row("Odile Tremaine plans to see Iván Solares Prat in Ottawa.", ("Odile Tremaine|met_with|Iván Solares Prat",), held=Modality.PLANNED),
    "en: met late on": Row("Odile Tremaine and Iván Solares Prat met late on Thursday in Vancouver.", ("Odile Tremaine|met_with|Iván Solares Prat",)),
    "es: sujeto detrás": Row("En Ottawa se reunieron ayer Odile Tremaine e Iván Solares Prat.", ("Odile Tremaine|met_with|Iván Solares Prat",)),
    "es: se reunió A con B": Row("Este lunes se reunió Odile Tremaine con la AMITI.", ("Odile Tremaine|met_with|AMITI",)),
    "en: declined": Row("USTR declined to meet with AMITI.", ("USTR|met_with|AMITI",), held=Modality.NEGATED),
    "es: canceló": Row("USTR canceló la reunión con la AMITI.", never=("USTR|met_with|AMITI",)),
    "en: cancelled": Row("USTR cancelled a meeting with AMITI.", never=("USTR|met_with|AMITI",)),
}

NOUNS = {
    "es: el encuentro entre": Row("El encuentro entre la AMITI y USTR duró dos horas.", ("AMITI|met_with|USTR",)),
    "es: la reunión de A con B": Row("La reunión de la AMITI con USTR duró dos horas.", ("AMITI|met_with|USTR",)),
    "en: A's first meeting with": Row(
        "The note follows Odile Tremaine's first meeting with Iván Solares Prat.", ("Odile Tremaine|met_with|Iván Solares Prat",)
    ),
    "en: a call between": Row("A call between Odile Tremaine and Iván Solares Prat took place.", ("Odile Tremaine|met_with|Iván Solares Prat",)),
    "es: en reunión con, dijo": Row("En reunión con la CANIETI, Laura Méndez Ortiz ofreció datos.", ("Laura Méndez Ortiz|met_with|CANIETI",)),
    "es: durante un encuentro con": Row("Laura Méndez Ortiz ofreció datos durante un encuentro con la CANIETI.", ("Laura Méndez Ortiz|met_with|CANIETI",)),
    "en: officials of A and B are working": Row(
        "Officials of AMITI and Technation are working on training for engineers.", ("AMITI|partners_with|Technation",), ("AMITI|met_with|Technation",)
    ),
    "es: elaborarán un plan": Row(
        "México y Canadá elaborarán un plan de acción para ampliar la inversión.", ("México|partners_with|Canadá",), held=Modality.PLANNED
    ),
    "en: agreed on a strategic partnership": Row("Mexico and Canada agreed on a strategic partnership covering trade.", ("Mexico|partners_with|Canada",)),
    "es: firmaron un convenio": Row("La AMITI y la CANIETI firmarán un convenio de colaboración.", ("AMITI|partners_with|CANIETI",), held=Modality.PLANNED),
    "es: alianza entre": Row("La alianza entre la AMITI y la CANIETI formará ingenieros.", ("AMITI|partners_with|CANIETI",)),
    "es: en alianza con": Row("La AMITI lanzó un programa de becas en alianza con la CANIETI.", ("AMITI|partners_with|CANIETI",)),
    "en: teamed up": Row("AMITI and Technation have teamed up to train engineers.", ("AMITI|partners_with|Technation",)),
    "en: trade partners are no allies": Row("Mexico and Canada are trading partners.", never=("Mexico|partners_with|Canada",)),
    "en: joint letter to": Row(
        "In a joint letter to USTR, AMITI and ITI asked for clear rules.", ("AMITI|joint_statement_with|ITI",), ("AMITI|joint_statement_with|USTR",)
    ),
    "es: suscribieron": Row("La AMITI, la CANIETI y la CONCAMIN suscribieron un posicionamiento sobre la norma.", pairs(JOINT, "AMITI", "CANIETI", "CONCAMIN")),
    "es: en un comunicado conjunto": Row(
        "La AMITI y la CANIETI señalaron en un comunicado conjunto que la norma funciona.", ("AMITI|joint_statement_with|CANIETI",)
    ),
    "en: one sender is no joint letter": Row(
        "AMITI sent a letter to USTR and ITI.", never=("AMITI|joint_statement_with|USTR", "USTR|joint_statement_with|ITI")
    ),
    "es: homóloga de": Row("La AMITI se reunió con ITI, su contraparte en Estados Unidos.", ("AMITI|counterpart_of|ITI", "AMITI|met_with|ITI")),
    "en: counterpart of": Row("Technation, the Canadian counterpart of AMITI, published data.", ("Technation|counterpart_of|AMITI",)),
}

STANDING_FOR = {
    "en: the minister, by the title": Row(
        "Minister Odile Tremaine called Ambassador Iván Solares Prat. The minister met with AMITI.",
        ("Odile Tremaine|met_with|AMITI",),
        ("Iván Solares Prat|met_with|AMITI",),
    ),
    "es: la directiva, por el cargo": Row(
        "Laura Méndez Ortiz, directora general de la CANIETI, saludó al embajador Iván Solares Prat. La directiva se reunió con USTR.",
        ("Laura Méndez Ortiz|met_with|USTR",),
        ("Iván Solares Prat|met_with|USTR",),
    ),
    "es: el funcionario": Row(
        "El subsecretario Iván Solares Prat saludó a Laura Méndez Ortiz, directora de la CANIETI. El funcionario se reunió con USTR.",
        ("Iván Solares Prat|met_with|USTR",),
        ("Laura Méndez Ortiz|met_with|USTR",),
    ),
    "es: la mandataria": Row(
        "La presidenta Laura Méndez Ortiz habló con el primer ministro Iván Solares Prat. La mandataria se reunió con la CANIETI.",
        ("Laura Méndez Ortiz|met_with|CANIETI",),
        ("Iván Solares Prat|met_with|CANIETI",),
    ),
    "es: los tres organismos": Row(
        "La AMITI, la CANIETI y la CONCAMIN presentaron un estudio. Los tres organismos pidieron a la Secretaría de Economía abrir la consulta.",
        each(("AMITI", "CANIETI", "CONCAMIN"), URGES, ("Secretaría de Economía",)),
    ),
    "es: la asociación es la que se llama así": Row(
        "La Asociación Mexicana de la Industria Automotriz (AMIA) y la CANIETI presentaron un estudio. La asociación se reunió con USTR.",
        ("AMIA|met_with|USTR",),
        ("CANIETI|met_with|USTR",),
    ),
    "en: the two ministers": Row(
        "Minister Odile Tremaine welcomed Minister Iván Solares Prat. The two ministers met in Ottawa.", ("Odile Tremaine|met_with|Iván Solares Prat",)
    ),
    "en: the subject comes before the rest": Row(
        "Odile Tremaine praised Nadia Forsberg Ruelle. She met with AMITI.", ("Odile Tremaine|met_with|AMITI",), ("Nadia Forsberg Ruelle|met_with|AMITI",)
    ),
}

LISTS = {
    "en: signed, and a list": Row(
        "Dear Ambassador,\n\nWe urge USTR to publish the text before the hearing.\n\n"
        "Sincerely,\n\n- AMITI\n- Information Technology Industry Council (ITI)\n- Technation\n",
        (*pairs(JOINT, "AMITI", "ITI", "Technation"), *each(("AMITI", "ITI", "Technation"), URGES, ("USTR",))),
    ),
    "es: firman": Row(
        "Carta abierta sobre la norma de etiquetado\n\nPedimos a la Secretaría de Economía que abra la consulta.\n\n"
        "Firman:\n\n- AMITI\n- CANIETI\n- CONCAMIN\n",
        (*pairs(JOINT, "AMITI", "CANIETI", "CONCAMIN"), *each(("AMITI", "CANIETI", "CONCAMIN"), URGES, ("Secretaría de Economía",))),
    ),
    "en: a statement that they issue, in the first person": Row(
        "On Monday AMITI, CANIETI and Technation issued this joint statement:\n\n"
        '"We regret the levy. It is costly for all.\n\nAt this hour we urge USTR to drop it."\n',
        (*pairs(JOINT, "AMITI", "CANIETI", "Technation"), *each(("AMITI", "CANIETI", "Technation"), URGES, ("USTR",))),
    ),
    "en: a list that nobody signs": Row("The sponsors of the dinner are:\n\n- AMITI\n- CANIETI\n- Technation\n", never=("AMITI|joint_statement_with|CANIETI",)),
}

REACHES = {
    "es: donde se entrevistaron": Row(
        "Representantes de la AMITI y la CANIETI acudieron el martes al Senado de la República, donde se entrevistaron con la senadora Julia Robles Prado.",
        each(("AMITI", "CANIETI"), MET, ("Julia Robles Prado",)),
    ),
    "es: una misiva enviada a alguien no es suya": Row(
        "A través de una misiva enviada a Nadia Forsberg Ruelle, la AMITI y la CANIETI exhortaron a USTR a iniciar consultas.",
        each(("AMITI", "CANIETI"), URGES, ("USTR",)),
        ("Nadia Forsberg Ruelle|urges|USTR",),
    ),
    "es: a quien pidió": Row(
        "Odile Tremaine sostuvo una llamada con Iván Solares Prat, a quien pidió retirar los aranceles.",
        ("Odile Tremaine|met_with|Iván Solares Prat", "Odile Tremaine|urges|Iván Solares Prat"),
    ),
    "es: como parte de la delegación de otro": Row(
        "Laura Méndez Ortiz, presidenta de la CANIETI, dio datos. Como parte de una delegación de la AMITI, Laura Méndez Ortiz se reunió con USTR.",
        ("Laura Méndez Ortiz|met_with|USTR", "AMITI|met_with|USTR"),
        ("CANIETI|met_with|USTR",),
    ),
    "en: as part of another's delegation": Row(
        "Laura Méndez Ortiz, president of CANIETI, gave data. As part of an AMITI delegation, Laura Méndez Ortiz met with USTR.",
        ("Laura Méndez Ortiz|met_with|USTR", "AMITI|met_with|USTR"),
        ("CANIETI|met_with|USTR",),
    ),
    "es: se espera que": Row("Se espera que AMITI se reúna con USTR.", ("AMITI|met_with|USTR",), held=Modality.PLANNED),
    "en: speaking after a meeting": Row(
        "Speaking after a meeting with AMITI in Mexico City, Odile Tremaine praised the talks.", ("Odile Tremaine|met_with|AMITI",)
    ),
    "en: told during a call": Row(
        "Odile Tremaine told Iván Solares Prat during a call that the pact will stay.", ("Odile Tremaine|met_with|Iván Solares Prat",)
    ),
    "en: in testimony": Row(
        "In testimony before the House Ways and Means Committee, Odile Tremaine of ITI called on Congress to renew the pact.",
        ("Odile Tremaine|met_with|House Ways and Means Committee", "Odile Tremaine|urges|Congress"),
        ("Odile Tremaine|met_with|Congress",),
    ),
    "en: a list between dashes": Row("Three groups — AMITI, CANIETI and Technation — sent a letter to USTR.", pairs(JOINT, "AMITI", "CANIETI", "Technation")),
    "en: and other groups": Row("In a letter sent to Odile Tremaine, AMITI and other groups point to the levy and press USTR to act.", ("AMITI|urges|USTR",)),
    "en: letter on a day, calling for": Row(
        "AMITI and ITI sent a letter to Odile Tremaine on Tuesday calling for an extension of the pact.", each(("AMITI", "ITI"), URGES, ("Odile Tremaine",))
    ),
    "en: cooperating on": Row("AMITI and Technation have been cooperating on customs rules.", ("AMITI|partners_with|Technation",)),
    "en: a dialogue that two relaunched": Row(
        "The forum, which Odile Tremaine and Iván Solares Prat relaunched last year, has a site.", ("Odile Tremaine|partners_with|Iván Solares Prat",)
    ),
    "es: de la mano": Row("La AMITI y la CANIETI lanzaron de la mano una campaña de ciberseguridad.", ("AMITI|partners_with|CANIETI",)),
    "en: neither nor": Row("Neither AMITI nor CANIETI met with USTR.", ("CANIETI|met_with|USTR",), held=Modality.NEGATED),
    "en: if": Row("If AMITI meets with USTR, it will raise the tax.", ("AMITI|met_with|USTR",), held=Modality.CONDITIONAL),
    "en: asked to meet has not met": Row("CANIETI asked AMITI to meet with USTR.", ("AMITI|met_with|USTR",), held=Modality.URGED),
    "en: asked to ask has not asked": Row("CANIETI asked AMITI to call on USTR to wait.", ("CANIETI|urges|AMITI",), ("AMITI|urges|USTR",)),
    "en: met its targets": Row("Mexico, unlike Canada, met its targets with ease.", never=("Mexico|met_with|Canada",)),
    "en: met reporters with someone beside": Row(
        "Odile Tremaine met reporters with Iván Solares Prat at her side.", never=("Odile Tremaine|met_with|Iván Solares Prat",)
    ),
    "en: both belong to a third": Row("The pact that Mexico and Canada signed with Japan entered into force.", never=("Mexico|partners_with|Canada",)),
    "en: B should act, says a body": Row("According to ITI, USTR should ask Canada to repeal the tax.", ("ITI|urges|USTR",), ("USTR|urges|Canada",)),
}

LETTERS = {
    "en: those who sign, not those written to or copied": Row(
        "The Capitol\n\nDear Secretary Solares Prat:\n\nThe law worries Senator Odile Tremaine and Senator Nadia Forsberg Ruelle.\n\n"
        "We therefore ask that you publish the draft for comment. We look forward to meeting with you in July.\n\n"
        "Sincerely,\n\nSen. Odile Tremaine\nChair, Subcommittee on Trade\n\nRep. Nadia Forsberg Ruelle\nMember of Congress\n\n"
        "cc: The Honorable Laura Méndez Ortiz, Secretary of Commerce\n",
        (*pairs(JOINT, "Odile Tremaine", "Nadia Forsberg Ruelle"), *each(("Odile Tremaine", "Nadia Forsberg Ruelle"), URGES, ("Solares Prat",))),
        (
            *each(("Odile Tremaine", "Nadia Forsberg Ruelle"), JOINT, ("Solares Prat", "Laura Méndez Ortiz", "Congress")),
            "Laura Méndez Ortiz|urges|Solares Prat",
        ),
    ),
    "es: quienes firman, no a quien se escribe ni a quien se copia": Row(
        "Carta abierta\n\nEstimado secretario Iván Solares Prat:\n\nNos dirigimos a usted para expresar nuestra preocupación por la norma.\n\n"
        "Con todo respeto, le pedimos que publique la norma antes de julio.\n\nAtentamente,\n\nDra. Laura Méndez Ortiz\nPresidenta, AMITI\n\n"
        "Nadia Forsberg Ruelle\nDirectora general, CANIETI\n\nc.c.p. Odile Tremaine, ministra de Comercio\n",
        (
            *pairs(JOINT, "AMITI", "CANIETI"),
            *each(("AMITI", "CANIETI"), URGES, ("Iván Solares Prat",)),
        ),
        (*each(("AMITI", "CANIETI", "Laura Méndez Ortiz"), JOINT, ("Iván Solares Prat", "Odile Tremaine")),),
    ),
    "en: signatories in one line": Row(
        "We urge USTR to publish the text before the hearing.\n\nSignatories: AMITI; Information Technology Industry Council (ITI); Technation\n",
        pairs(JOINT, "AMITI", "ITI", "Technation"),
    ),
    "en: a quote goes on to the mark that closes it": Row(
        'AMITI sent a note. "The levy is costly," said Laura Méndez Ortiz. "It is late. We urge USTR to publish the text. There is time."',
        ("Laura Méndez Ortiz|urges|USTR",),
    ),
    "en: one who is written to says nothing": Row(
        "AMITI today wrote to Odile Tremaine asking that she publish the text.", ("AMITI|urges|Odile Tremaine",), ("Odile Tremaine|urges|AMITI",)
    ),
    "en: a committee hears witnesses": Row(
        "Hearing on trade rules\n\nHouse Committee on Ways and Means, Subcommittee on Trade\n\n"
        "Chairman SMITH. We will hear this morning from Dr. Nadia Forsberg of ITI, and from Mr. Iván Solares Prat of AMITI.\n\n"
        "Mr. SOLARES PRAT. Thank you. I would ask the subcommittee to keep the rules.\n",
        each(("Nadia Forsberg", "Iván Solares Prat"), MET, ("Subcommittee on Trade",)),
        ("Nadia Forsberg|met_with|Iván Solares Prat",),
    ),
    "es: quien responde en una entrevista": Row(
        "Laura Méndez Ortiz, presidenta de la CANIETI, conversó con este diario sobre la norma.\n\n¿Qué pide el sector?\n\nPedimos a la Secretaría de"
        " Economía que publique la norma.\n\n¿Con quién trabajan?\n\nPor eso firmamos un convenio con la AMITI para formar ingenieros.\n\n"
        "¿Y el gobierno?\n\nIván Solares Prat nos recibió en marzo.\n",
        ("Laura Méndez Ortiz|urges|Secretaría de Economía", "CANIETI|partners_with|AMITI", "Iván Solares Prat|met_with|Laura Méndez Ortiz"),
        ("Laura Méndez Ortiz|partners_with|AMITI",),
    ),
    "en: a counterpart belongs to the body beside it, not to one named before": Row(
        "Both ministers will convene the Committee on Small Business, with Technation and AMITI, its Mexican counterpart, as observers.",
        ("Technation|counterpart_of|AMITI",),
    ),
    "es: por lo que pidió": Row(
        "Laura Méndez Ortiz dijo que la norma es cara, por lo que pidió a la Secretaría de Economía no publicarla.",
        ("Laura Méndez Ortiz|urges|Secretaría de Economía",),
    ),
    "es: empresas, en particular": Row(
        "Laura Méndez Ortiz llamó a las empresas de la región, en particular a Foxconn y a Texas Instruments, a emplear diseños propios.",
        each(("Laura Méndez Ortiz",), URGES, ("Foxconn", "Texas Instruments")),
    ),
}

ROWS = {**LETTERS, **APPOSITIONS, **CLAUSES, **VERBS, **NOUNS, **STANDING_FOR, **LISTS, **REACHES}


@cache
def extracted(text: str) -> Extraction:
    return extract(document_from_text(text, "note.txt", published=date(2025, 6, 10)))


def ends(extraction: Extraction, name: str) -> set[str]:
    """The ids that a surface form of the text stands for."""
    return {node.id for node in extraction.nodes if name == node.name or name in node.surfaces}


def said(extraction: Extraction, statement: str) -> list[RelationFound]:
    subject, predicate, target = (part.strip() for part in statement.split("|"))
    wanted = [(subject, target), (target, subject)] if predicate in SYMMETRIC else [(subject, target)]
    return [
        found
        for found in extraction.relations
        for a, b in wanted
        if found.predicate == predicate and found.subject in ends(extraction, a) and found.object in ends(extraction, b)
    ]


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.says])
def test_a_text_says_what_it_says(name: str) -> None:
    row = ROWS[name]
    extraction = extracted(row.text)
    for statement in row.says:
        assert row.held in {found.modality for found in said(extraction, statement)}, statement


@pytest.mark.parametrize("name", [name for name, row in ROWS.items() if row.never])
def test_a_text_does_not_say_what_it_does_not(name: str) -> None:
    extraction = extracted(ROWS[name].text)
    for statement in ROWS[name].never:
        assert said(extraction, statement) == [], statement


@pytest.mark.parametrize("name", ROWS)
def test_the_proof_is_literal_and_in_one_place(name: str) -> None:
    extraction = extracted(ROWS[name].text)
    for found in extraction.relations:
        first, last = found.evidence
        assert extraction.document.text[first:last].strip(), found
